"""Waves and ties that fit the tables and not each other."""

from tideturn.dataset.check.networks import asked_in_one_wave, tie_to_one_not_asked, wave_of_one


def asked(*rows):
    return [
        {"wave": str(wave), "date": f"2019-0{wave}-01", "organisation_id": who, "responded": answered}
        for wave, who, answered in rows
    ]


BOTH = asked((1, "A", "yes"), (1, "B", "yes"), (2, "A", "yes"), (2, "B", "no"), (2, "C", "yes"))


def test_a_tie_to_an_organisation_that_the_wave_lacks_is_a_query(folder, places):
    ties = [{"wave": wave, "from": "A", "to": to, "level": "2"} for wave, to in (("1", "C"), ("2", "C"), ("3", "B"))]
    assert places(tie_to_one_not_asked, folder(ties=ties, waves=BOTH)) == [("ties.csv", 2, "to")]
    assert places(tie_to_one_not_asked, folder(ties=ties)) == []


def test_an_organisation_that_the_next_wave_lacks_is_a_query(folder, places):
    rows = asked((1, "A", "yes"), (1, "B", "yes"), (2, "B", "yes"), (4, "B", "yes"), (4, "A", "yes"))
    assert places(asked_in_one_wave, folder(waves=rows)) == [("waves.csv", 2, "organisation_id")]
    assert places(asked_in_one_wave, folder(waves=BOTH)) == []


def test_a_wave_that_one_alone_answered_or_nobody_is_a_query(folder, places):
    rows = asked((1, "A", "yes"), (1, "B", "no"), (2, "A", "no"), (3, "A", "yes"), (3, "B", "yes"))
    assert places(wave_of_one, folder(waves=rows)) == [("waves.csv", 2, "responded"), ("waves.csv", 4, "responded")]
