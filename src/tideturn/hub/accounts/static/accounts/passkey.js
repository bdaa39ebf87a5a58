// Says in a sentence that a passkey did not work, where the library would tell the browser's console alone.
document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  document.getElementById('passkey_failed').hidden = false
})
