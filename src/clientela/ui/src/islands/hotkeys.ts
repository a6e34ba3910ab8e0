// Keys that work on every page: c create, g and a letter, / search, ? the list of keys, ⌘↵ sends the form one is in.
// ⌘K belongs to islands/palette.ts, ⌘Z to islands/toast.ts.
import { isShortcut, on } from "../dom"
import type { Island } from "../islands"

const WAIT = 1200

export const hotkeys: Island = (body, signal) => {
  let goingSince = 0
  on(body, "click", "[data-keys]", showKeys, signal)
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) return send(event)
    if (!isShortcut(event)) return
    const key = event.key.toLowerCase()
    if (Date.now() - goingSince < WAIT) {
      goingSince = 0
      if (go(key)) event.preventDefault()
    } else if (key === "g") {
      goingSince = Date.now()
    } else if (act(event.key)) {
      event.preventDefault()
    }
  }, { signal })
}

function go(letter: string): boolean {
  const link = document.querySelector<HTMLElement>(`a[data-letter="${CSS.escape(letter)}"]`)
  link?.click()
  return Boolean(link)
}

function act(key: string): boolean {
  if (key === "?") showKeys()
  else if (key === "c") document.getElementById("create")?.click()
  else return false
  return true
}

function showKeys(): void {
  const list = document.getElementById("keys") as HTMLDialogElement | null
  if (list && !list.open) list.showModal()
}

function send(event: KeyboardEvent): void {
  const form = (event.target as HTMLElement).closest?.("form")
  if (!form || event.defaultPrevented) return
  event.preventDefault()
  form.requestSubmit()
}
