"""Until when the certificate of a server is good, asked of a real one."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.certificates import certificate_ends

ENDS = datetime(2020, 2, 29, 12, 30, tzinfo=UTC)


def signed_by_itself(place: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(ENDS - timedelta(days=90))
        .not_valid_after(ENDS)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = place / "server.pem"
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def answering(context: ssl.SSLContext | None) -> Iterator[int]:
    """The port of a server that shows its certificate once; or that speaks no HTTPS."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            one, _ = server.accept()
            with one:
                if context is None:
                    one.sendall(b"HTTP/1.0 400 Bad Request\r\n\r\n")
                else:
                    context.wrap_socket(one, server_side=True).close()

        thread = threading.Thread(target=answer)
        thread.start()
        yield server.getsockname()[1]
        thread.join(timeout=10)


def test_it_is_told_also_when_it_has_run_out(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(signed_by_itself(tmp_path))
    with answering(context) as port:
        assert certificate_ends("localhost", port) == ENDS


def test_a_server_that_shows_none_is_told() -> None:
    with answering(None) as port, pytest.raises(HubError, match="certificate of localhost could not be had"):
        certificate_ends("localhost", port)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(HubError, match="ConnectionRefusedError"):
        certificate_ends("localhost", port)
