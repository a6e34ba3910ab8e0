// Editing in place, for every .can-edit[data-url] of the page (a field of a record, a cell of a list).
//   Click, Enter, F2 or the event "edit": GET data-url brings the form (macro records.editing) into the element.
//   Enter and leaving save, Tab saves and goes on to the next field, Escape puts back what was there.
//   POST to the form's action answers with the new content (200) or the form with its error (422).
import { ajax, on } from "../dom"

const CELL = ".can-edit[data-url]"
const before = new WeakMap<HTMLElement, { html: string; sent: string }>()

export function editing(): void {
  on(document, "click", CELL, (cell, event) => {
    const isLink = (event.target as Element).closest("a, button, input, select, textarea, label")
    const isMarking = String(getSelection()).length > 0
    if (!isLink && !isMarking) void begin(cell)
  })
  document.addEventListener("edit", (event) => void begin(event.target as HTMLElement))
  on(document, "keydown", CELL, keys)
  on(document, "submit", `${CELL} form`, (form, event) => {
    event.preventDefault()
    void save(form as HTMLFormElement)
  })
  on(document, "change", `${CELL} form select`, (select) => void save((select as HTMLSelectElement).form))
  on(document, "focusout", `${CELL} form`, (form, event) => leave(form as HTMLFormElement, event))
}

async function begin(cell: HTMLElement): Promise<void> {
  if (cell.querySelector("form") || cell.hasAttribute("data-is-busy") || !cell.dataset.url) return
  before.set(cell, { html: cell.innerHTML, sent: "" })
  cell.setAttribute("data-is-busy", "")
  await ajax("GET", cell.dataset.url, { source: cell, target: cell, swap: "innerHTML" })
  cell.removeAttribute("data-is-busy")
  const control = cell.querySelector<HTMLInputElement>("form :is(input:not([type=hidden]), select, textarea)")
  const form = control?.form
  if (!control || !form) return
  before.set(cell, { html: before.get(cell)?.html ?? "", sent: values(form) })
  control.focus()
  if (control instanceof HTMLInputElement) control.select?.()
}

function keys(cell: HTMLElement, event: KeyboardEvent): void {
  const form = cell.querySelector("form")
  if (event.defaultPrevented) return
  if (!form) {
    if (event.target !== cell || !["Enter", "F2"].includes(event.key)) return
    event.preventDefault()
    void begin(cell)
  } else if (event.key === "Escape") {
    event.preventDefault()
    restore(cell)
    cell.focus()
  } else if (event.key === "Tab") {
    const next = neighbour(cell, event.shiftKey ? -1 : 1)
    const last = [...form.elements].filter(isReachable).at(event.shiftKey ? 0 : -1)
    if (!next || event.target !== last) return
    event.preventDefault()
    void save(form).then((saved) => (saved ? begin(next) : undefined))
  }
}

function isReachable(element: Element): boolean {
  return element.matches("input:not([type=hidden]), select, textarea")
}

function neighbour(cell: HTMLElement, by: number): HTMLElement | undefined {
  const scope = cell.closest("dl, tr, form.form") ?? document
  const all = [...scope.querySelectorAll<HTMLElement>(CELL)]
  return all[all.indexOf(cell) + by]
}

function leave(form: HTMLFormElement, event: FocusEvent): void {
  const towards = event.relatedTarget as Node | null
  // A chooser or dialog that the field opened is not leaving; nor is the window losing focus.
  if (form.contains(towards) || !document.hasFocus() || document.querySelector("dialog:modal")) return
  setTimeout(() => form.isConnected && !form.contains(document.activeElement) && void save(form))
}

/** True when it was saved, or nothing had been changed. */
async function save(form: HTMLFormElement | null): Promise<boolean> {
  const cell = form?.closest<HTMLElement>(CELL)
  if (!form || !cell || cell.hasAttribute("data-is-busy")) return false
  const hadFocus = form.contains(document.activeElement)
  if (values(form) === before.get(cell)?.sent) {
    restore(cell)
    if (hadFocus) cell.focus()
    return true
  }
  cell.setAttribute("data-is-busy", "")
  await ajax("POST", form.getAttribute("action") || cell.dataset.url || "", { source: form, target: cell, swap: "innerHTML" })
  cell.removeAttribute("data-is-busy")
  const refused = cell.querySelector<HTMLElement>("form :is(input:not([type=hidden]), select, textarea)")
  if (hadFocus) (refused ?? cell).focus()
  return !refused
}

function restore(cell: HTMLElement): void {
  const html = before.get(cell)?.html
  if (html !== undefined) cell.innerHTML = html
}

function values(form: HTMLFormElement): string {
  return JSON.stringify([...new FormData(form)].map(([name, value]) => [name, String(value)]))
}
