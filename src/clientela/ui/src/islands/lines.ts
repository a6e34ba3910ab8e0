// The editor of a document's lines. <form data-island="lines" action data-sums> with [data-rows] of [data-row], and
// <template id="row-item|row-section"> whose "__key__" becomes the key of a new row. Every change asks data-sums what the
// rows come to ({rows: {key: …}, totals, problem}); the form saves all at once and keeps what was typed when refused.
import { csrfToken, debounced, on } from "../dom"
import type { Island } from "../islands"

type Row = { name: string; unit: string; description: string; configurable: boolean; price: string; tax_rate: string; total: string; note: string; errors: Record<string, string> }
type Sum = { label: string; value: string; strong: boolean }
type Answer = { rows?: Record<string, Row>; totals?: Sum[]; problem?: string; errors?: Record<string, string>; version?: number; href?: string }

export const lines: Island = (element, signal) => {
  const form = element as HTMLFormElement
  const list = form.querySelector<HTMLElement>("[data-rows]") as HTMLElement
  const state = form.querySelector<HTMLElement>("[data-state]")
  let made = 0
  let asked = 0
  let isDirty = false
  let dragged: HTMLElement | null = null

  const rows = () => [...list.querySelectorAll<HTMLElement>("[data-row]")]
  const input = (row: HTMLElement, field: string) => row.querySelector<HTMLInputElement>(`[name="${row.dataset.row}.${field}"]`)
  const tell = (text: string) => {
    const place = form.querySelector<HTMLElement>("[data-problem]")
    if (!place) return
    place.hidden = !text
    ;(place.querySelector("[data-text]") as HTMLElement).textContent = text
  }
  const post = async (url: string, configure = ""): Promise<Answer> => {
    const body = new FormData(form)
    if (configure) body.set("configure", configure)
    const response = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": csrfToken() } })
    return (await response.json()) as Answer
  }
  const reckon = async () => {
    const turn = ++asked
    const answer = await post(form.dataset.sums ?? "").catch(() => null)
    if (!answer || turn !== asked || signal.aborted) return
    tell(answer.problem ?? "")
    for (const row of rows()) show(row, answer.rows?.[row.dataset.row ?? ""])
    const place = form.querySelector<HTMLElement>("[data-totals]")
    if (place && answer.totals?.length) place.replaceChildren(...answer.totals.map(sum))
  }
  const show = (row: HTMLElement, found: Row | undefined) => {
    if (!found) return
    for (const field of ["name", "unit", "description", "price", "tax_rate"] as const) {
      const place = input(row, field)
      // What somebody is typing just now is theirs.
      if (place && place !== document.activeElement && found[field] && place.value !== found[field]) place.value = found[field]
    }
    const total = row.querySelector("[data-total]")
    if (total) total.textContent = found.total
    const note = row.querySelector("[data-note]")
    if (note) note.textContent = found.note
    const configure = row.querySelector<HTMLElement>("[data-configure]")
    if (configure) configure.hidden = !found.configurable
    complain(row, Object.values(found.errors).join(" "))
  }
  const complain = (row: HTMLElement, text: string) => {
    const place = row.querySelector<HTMLElement>("[data-error]")
    if (!place) return
    place.hidden = !text
    place.textContent = text
  }
  const later = debounced(150, () => void reckon())
  const touched = () => {
    isDirty = true
    if (state) state.textContent = form.dataset.unsaved ?? ""
    later()
  }
  const add = (kind: string, after?: HTMLElement) => {
    const template = document.getElementById(`row-${kind}`) as HTMLTemplateElement
    const holder = document.createElement("div")
    holder.innerHTML = template.innerHTML.replaceAll("__key__", `new-${Date.now()}-${++made}`)
    const row = holder.firstElementChild as HTMLElement
    after ? after.after(row) : list.append(row)
    row.querySelector<HTMLElement>("[role=combobox], input:not([type=hidden])")?.focus()
    touched()
  }
  const move = (row: HTMLElement, down: boolean) => {
    const other = down ? row.nextElementSibling : row.previousElementSibling
    if (!other) return
    const focused = document.activeElement as HTMLElement
    down ? other.after(row) : other.before(row)
    focused.focus()
    touched()
  }
  const save = async (configure = "") => {
    const answer = await post(form.action, configure).catch((): Answer => ({ problem: form.dataset.unsaved ?? "" }))
    if (answer.version === undefined) {
      const errors = Object.entries(answer.errors ?? {})
      for (const row of rows()) complain(row, errors.filter(([key]) => key.startsWith(`${row.dataset.row}.`)).map(([, text]) => text).join(" "))
      const rest = errors.filter(([key]) => !rows().some((row) => key.startsWith(`${row.dataset.row}.`))).map(([, text]) => text)
      return tell([answer.problem ?? "", ...rest].filter(Boolean).join(" "))
    }
    isDirty = false
    location.assign(answer.href ?? ".")
  }

  form.addEventListener("input", (event) => {
    const changed = event.target as HTMLInputElement
    const row = changed.closest<HTMLElement>("[data-row]")
    if (row && changed.name === `${row.dataset.row}.price`) (input(row, "own_price") as HTMLInputElement).checked = changed.value.trim() !== ""
    touched()
  }, { signal })
  form.addEventListener("pick", (event) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-row]")
    if (!row) return
    for (const field of ["name", "unit", "price", "configuration"]) (input(row, field) as HTMLInputElement).value = ""
    ;(input(row, "own_price") as HTMLInputElement).checked = false
    touched()
    input(row, "quantity")?.select()
  }, { signal })
  form.addEventListener("submit", (event) => (event.preventDefault(), void save()), { signal })
  on(form, "click", "[data-add]", (button) => add(button.dataset.add ?? "item"), signal)
  on(form, "click", "[data-configure]", (button) => void save(button.closest<HTMLElement>("[data-row]")?.dataset.row), signal)
  on(form, "click", "[data-remove]", (button) => (button.closest("[data-row]")?.remove(), touched()), signal)
  form.addEventListener("keydown", (event) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-row]")
    if (!row) return
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) move(row, event.key === "ArrowDown")
    else if (event.key === "Enter" && (event.target as HTMLElement).tagName === "INPUT" && !event.ctrlKey && !event.metaKey) add("item", row)
    else return
    event.preventDefault()
  }, { signal })
  on(list, "dragstart", "[data-grip]", (grip) => (dragged = grip.closest("[data-row]"), dragged?.classList.add("is-dragged")), signal)
  on(list, "dragover", "[data-row]", (row, event) => (event.preventDefault(), rows().forEach((one) => one.classList.toggle("is-over", one === row && one !== dragged))), signal)
  on(list, "drop", "[data-row]", (row) => dragged && row !== dragged && (row.before(dragged), touched()), signal)
  list.addEventListener("dragend", () => rows().forEach((one) => one.classList.remove("is-over", "is-dragged")), { signal })
  if (form.hasAttribute("data-fresh")) touched()
  window.addEventListener("beforeunload", (event) => isDirty && event.preventDefault(), { signal })
}

function sum(one: Sum): HTMLElement {
  const row = document.createElement("div")
  row.className = one.strong ? "is-strong" : ""
  const [label, value] = [document.createElement("dt"), document.createElement("dd")]
  label.textContent = one.label
  value.textContent = one.value
  row.append(label, value)
  return row
}
