// The palette: opens with ⌘K, / and [data-palette]. Pages and verbs are there at once and filtered here; records come
// from data-url as HTML. Arrows choose, Enter opens, ⌘Enter opens in a new tab.
import { ajax, debounced, isShortcut, on } from "../dom"
import type { Island } from "../islands"

const PAUSE = 60

export const palette: Island = (element, signal) => {
  const box = element as HTMLDialogElement
  const input = box.querySelector("input") as HTMLInputElement
  const results = box.querySelector<HTMLElement>("[data-results]") as HTMLElement
  const options = () => [...box.querySelectorAll<HTMLElement>("[role=option]:not([hidden])")]

  const open = () => {
    if (box.open) return
    input.value = ""
    results.replaceChildren()
    narrow(box, "")
    offerNew(box, "")
    choose(options()[0])
    box.showModal()
    input.focus()
  }
  const choose = (option: HTMLElement | undefined) => {
    for (const other of box.querySelectorAll("[aria-selected=true]")) other.setAttribute("aria-selected", "false")
    option?.setAttribute("aria-selected", "true")
    if (option) option.id ||= `option-${crypto.randomUUID()}`
    input.setAttribute("aria-activedescendant", option?.id ?? "")
  }
  const step = (option: HTMLElement | undefined) => {
    choose(option)
    option?.scrollIntoView({ block: "nearest" })
  }
  let asked = ""
  let answered = ""
  let enter: (() => void) | null = null // pressed before what was typed had been looked for
  const isWaiting = () => Boolean(box.dataset.url) && answered !== input.value.trim()
  const ask = debounced(PAUSE, async () => {
    const text = input.value.trim()
    const url = box.dataset.url
    if (!url || text === asked) return
    asked = text
    if (text) await ajax("GET", `${url}?q=${encodeURIComponent(text)}`, { source: results, target: results, swap: "innerHTML" })
    else results.replaceChildren()
    if (asked !== text) return
    answered = text
    settle()
    enter?.()
    enter = null
  })
  const settle = () => {
    choose(options()[0])
    const none = box.querySelector<HTMLElement>("[data-none]")
    const found = options().some((option) => !option.dataset.typed)
    if (none) none.hidden = found || !input.value.trim()
  }

  input.addEventListener("input", () => {
    enter = null
    narrow(box, input.value)
    offerNew(box, input.value.trim())
    settle()
    ask()
  }, { signal })
  input.addEventListener("keydown", (event) => {
    const all = options()
    const at = all.findIndex((option) => option.ariaSelected === "true")
    if (event.key === "ArrowDown") step(all[(at + 1) % all.length])
    else if (event.key === "ArrowUp") step(all[(at - 1 + all.length) % all.length])
    else if (event.key === "Enter") {
      const apart = event.metaKey || event.ctrlKey
      if (isWaiting()) enter = () => follow(options()[0], apart)
      else follow(all[at], apart)
    }
    else return
    event.preventDefault()
  }, { signal })
  on(box, "click", "[role=option]", () => box.close(), signal)
  on(box, "click", "[data-close]", () => box.close(), signal)
  box.addEventListener("click", (event) => event.target === box && box.close(), { signal })
  box.addEventListener("close", () => ((asked = answered = ""), (enter = null)), { signal })
  on(document, "click", "[data-palette]", open, signal)
  document.addEventListener("keydown", (event) => {
    const isCommand = event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey) && !event.shiftKey
    if (!isCommand && !(event.key === "/" && isShortcut(event))) return
    event.preventDefault()
    if (box.open) box.close()
    else open()
  }, { signal })
}

/** "New company “lodz”": offered below whatever was found. The address carries the name for the form. */
function offerNew(box: HTMLElement, text: string): void {
  const place = box.querySelector<HTMLElement>("[data-typed-group]")
  if (place) place.hidden = !text
  for (const option of box.querySelectorAll<HTMLAnchorElement>("[data-typed]")) {
    const name = option.querySelector<HTMLElement>("[data-title]")
    const href = `${option.dataset.typed}?name=${encodeURIComponent(text)}`
    option.hidden = !text
    option.href = href
    option.setAttribute("hx-get", href)
    if (name) name.textContent = `${name.dataset.title} “${text}”`
  }
}

/** Of what the palette carries itself, keep what has every typed word in its name. */
function narrow(box: HTMLElement, text: string): void {
  const words = fold(text).split(/\s+/).filter(Boolean)
  for (const group of box.querySelectorAll<HTMLElement>("[data-commands] [role=group]")) {
    const options = [...group.querySelectorAll<HTMLElement>("[role=option]")]
    for (const option of options) {
      const name = fold(option.textContent ?? "")
      option.hidden = !words.every((word) => name.includes(word))
    }
    group.hidden = options.every((option) => option.hidden)
  }
}

const fold = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()

function follow(option: HTMLElement | undefined, apart: boolean): void {
  if (apart && option instanceof HTMLAnchorElement) window.open(option.href)
  else option?.click()
}
