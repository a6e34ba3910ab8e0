// Passkeys: <form data-island="passkey" data-options='{"publicKey": …}' | data-options-url data-create> with a
// [name=credential] input, a [data-ask] button and a [data-failed] line. Asks the browser for the credential, puts it
// into the input and posts the form. Stays hidden where the browser knows no passkeys.
import type { Island } from "../islands"

type Options = { publicKey: Record<string, unknown> }

export const passkey: Island = (element, signal) => {
  const form = element as HTMLFormElement
  if (!("PublicKeyCredential" in window)) return
  form.hidden = false
  form.querySelector("[data-ask]")?.addEventListener("click", () => void ask(form), { signal })
}

async function ask(form: HTMLFormElement): Promise<void> {
  const failed = form.querySelector<HTMLElement>("[data-failed]")
  failed?.toggleAttribute("hidden", true)
  try {
    const { publicKey } = await options(form)
    const credential = form.dataset.create ? await made(form, publicKey) : await given(publicKey)
    const input = form.querySelector<HTMLInputElement>("[name=credential]")
    if (!credential || !input) throw new Error("no credential")
    input.value = JSON.stringify((credential as PublicKeyCredential).toJSON())
    form.submit()
  } catch {
    failed?.toggleAttribute("hidden", false)
  }
}

async function options(form: HTMLFormElement): Promise<Options> {
  if (form.dataset.options) return JSON.parse(form.dataset.options) as Options
  const answer = await fetch(form.dataset.optionsUrl ?? "", { headers: { Accept: "application/json" } })
  if (!answer.ok) throw new Error(String(answer.status))
  return ((await answer.json()) as { request_options: Options }).request_options
}

async function made(form: HTMLFormElement, publicKey: Record<string, unknown>): Promise<Credential | null> {
  const wanted = form.querySelector<HTMLInputElement>("[name=passwordless]")?.checked ?? false
  // A passkey that is to sign in by itself has to live on the device and to know its owner (finger, face, PIN).
  const selection = {
    ...(publicKey.authenticatorSelection as Record<string, unknown>),
    residentKey: wanted ? "required" : "discouraged",
    requireResidentKey: wanted,
    ...(wanted ? { userVerification: "required" } : {}),
  }
  const json = { ...publicKey, authenticatorSelection: selection } as unknown as PublicKeyCredentialCreationOptionsJSON
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json) })
}

async function given(publicKey: Record<string, unknown>): Promise<Credential | null> {
  const json = publicKey as unknown as PublicKeyCredentialRequestOptionsJSON
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json) })
}
