/* A passkey that did not work is told where it was asked for; the scripts of allauth only write to the console. */
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const told = document.getElementById("passkey_problem");
  const button = document.querySelector("#passkey_login, #mfa_webauthn_add, #mfa_webauthn_authenticate, #mfa_webauthn_reauthenticate");
  told.hidden = true;
  (button?.parentElement || told).before(told);
  told.hidden = false;
});
