"use strict";
/*
 * Asks an authenticator, and posts what it says with the form that asked. A form says by data-passkey what it asks for (alone,
 * factor, step-up or register), and by data-options where we tell what to ask. Until this runs it is not shown.
 */
(() => {
  const FRESH_FOR = 4 * 60 * 1000; // a challenge is good for five minutes
  const CREATED = "attestation";
  const SIGNED = "assertion";
  const WORDS = {
    NotAllowedError: ["Nothing was sent", "It was cancelled, or took too long, or there is no passkey for this place on the device. Try once more."],
    InvalidStateError: ["There is one already", "This device or key has a passkey of yours for this place. Use another device, or that one."],
    NotSupportedError: ["This device does not do", "It can't make or use a passkey that asks who is there. Try another device or key."],
    SecurityError: ["Not at this address", "The browser makes and uses no passkeys here. Call whoever looks after this address."],
    other: ["That did not work", "The browser could not use a passkey. Load this page again and try once more."],
  };

  const forms = document.querySelectorAll("form[data-passkey]");
  const canDo = Boolean(window.PublicKeyCredential && navigator.credentials && window.isSecureContext);
  let waiting = null; // the question that a field of the page answers, until somebody presses a button

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
  const text = (buffer) =>
    btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

  async function options(form) {
    const answer = await fetch(form.dataset.options, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "for=" + encodeURIComponent(form.dataset.passkey),
      credentials: "same-origin",
    });
    if (!answer.ok) {
      const gone = new Error("no options");
      gone.isGone = answer.status === 401 || answer.status === 403;
      throw gone;
    }
    const asked = await answer.json();
    asked.challenge = bytes(asked.challenge);
    if (asked.user) {
      asked.user.id = bytes(asked.user.id);
      asked.excludeCredentials = known(asked.excludeCredentials);
    } else {
      asked.allowCredentials = known(asked.allowCredentials);
    }
    return asked;
  }

  function said(credential) {
    const response = credential.response;
    const told = { clientDataJSON: text(response.clientDataJSON) };
    if (response.attestationObject) {
      told.attestationObject = text(response.attestationObject);
      told.transports = response.getTransports ? response.getTransports() : [];
    } else {
      told.authenticatorData = text(response.authenticatorData);
      told.signature = text(response.signature);
      told.userHandle = response.userHandle ? text(response.userHandle) : null;
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: told,
      clientExtensionResults: {},
    });
  }

  function post(form, credential) {
    const isNew = form.dataset.passkey === "register";
    form.elements.namedItem(isNew ? CREATED : SIGNED).value = said(credential);
    form.submit();
  }

  function tell(form, failure) {
    const [title, sentence] = WORDS[failure.name] || WORDS.other;
    const place = form.querySelector("[data-problem]");
    const heading = document.createElement("h2");
    const paragraph = document.createElement("p");
    heading.textContent = title;
    paragraph.textContent = sentence;
    place.replaceChildren(heading, paragraph);
    place.hidden = false;
  }

  async function ask(form) {
    if (waiting) {
      waiting.abort();
      waiting = null;
    }
    const button = form.querySelector("button");
    button.disabled = true;
    form.querySelector("[data-problem]").hidden = true;
    try {
      const publicKey = await options(form);
      const credential = form.dataset.passkey === "register"
        ? await navigator.credentials.create({ publicKey })
        : await navigator.credentials.get({ publicKey });
      post(form, credential);
    } catch (failure) {
      if (failure.isGone) {
        location.reload(); // the login, or that it was fresh, is over: the page says what to do
        return;
      }
      tell(form, failure);
      button.disabled = false;
      button.focus();
    }
  }

  /* The browser offers passkeys where the name is typed, for as long as nobody does anything else. */
  async function offer(form) {
    const offers = window.PublicKeyCredential.isConditionalMediationAvailable;
    if (!offers || !(await offers.call(window.PublicKeyCredential))) {
      return;
    }
    for (let times = 0; times < 30; times++) {
      const question = new AbortController();
      waiting = question;
      const old = setTimeout(() => question.abort("old"), FRESH_FOR);
      try {
        const publicKey = await options(form);
        const credential = await navigator.credentials.get({ publicKey, mediation: "conditional", signal: question.signal });
        post(form, credential);
        return;
      } catch (failure) {
        if (waiting !== question || question.signal.reason !== "old") {
          return;
        }
      } finally {
        clearTimeout(old);
      }
    }
  }

  for (const form of forms) {
    if (!canDo) {
      continue;
    }
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
    if (form.dataset.conditional === "true") {
      offer(form);
    }
  }
  for (const note of document.querySelectorAll("[data-no-passkeys]")) {
    note.hidden = canDo;
  }
})();
