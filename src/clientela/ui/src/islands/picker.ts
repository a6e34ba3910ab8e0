// A combobox for a link: type, choose, or create what is not there. <div class="picker" data-island="picker" data-url>
// with a hidden input (the id), a text input and a listbox; see macro forms.pick.
//   GET data-url?q= answers options: <div role="option" class="opt" data-value data-text>; with data-create a last
//   option offers to create what was typed: it sends the text as <name>.new, and the server creates it with the record.
//   Tells of a choice by the event "pick" with {value, text}.
import { ajax, debounced, on } from "../dom"
import type { Island } from "../islands"

export const picker: Island = (element, signal) => {
  const hidden = element.querySelector<HTMLInputElement>("input[type=hidden]") as HTMLInputElement
  const input = element.querySelector<HTMLInputElement>("[role=combobox]") as HTMLInputElement
  const list = element.querySelector<HTMLElement>("[role=listbox]") as HTMLElement
  const plain = hidden.name
  let chosen = input.value
  let answered = "" // the text that the options are for

  const options = () => [...list.querySelectorAll<HTMLElement>("[role=option]")]
  const show = (open: boolean) => {
    list.hidden = !open
    input.setAttribute("aria-expanded", String(open))
    if (!open) input.removeAttribute("aria-activedescendant")
  }
  const mark = (option: HTMLElement | undefined) => {
    for (const other of options()) other.setAttribute("aria-selected", String(other === option))
    if (!option) return
    option.id ||= `${list.id}-${options().indexOf(option)}`
    input.setAttribute("aria-activedescendant", option.id)
    option.scrollIntoView({ block: "nearest" })
  }
  const marked = () => options().find((option) => option.ariaSelected === "true")
  const ask = async () => {
    const text = input.value.trim()
    const url = element.dataset.url ?? ""
    const asked = `${url}${url.includes("?") ? "&" : "?"}q=${encodeURIComponent(text)}`
    await ajax("GET", asked, { source: list, target: list, swap: "innerHTML" })
    if (signal.aborted) return
    offerNew(list, element.dataset.create, text)
    mark(options()[0])
    answered = text
    show(options().length > 0 && element.contains(document.activeElement))
  }
  const later = debounced(100, () => void ask())
  const put = (value: string, text: string, isNew: boolean) => {
    hidden.name = isNew ? `${plain}.new` : plain
    hidden.value = isNew ? text : value
    input.value = chosen = text
    show(false)
    const told = { bubbles: true, detail: { value, text, isNew } }
    element.dispatchEvent(new CustomEvent("pick", told))
    hidden.dispatchEvent(new Event("change", { bubbles: true }))
  }
  const take = (option: HTMLElement) => {
    put(option.dataset.value ?? "", option.dataset.text ?? option.textContent?.trim() ?? "", "new" in option.dataset)
  }

  input.addEventListener("input", later, { signal })
  input.addEventListener("focus", () => input.select(), { signal })
  input.addEventListener("click", () => list.hidden && void ask(), { signal })
  input.addEventListener("keydown", (event) => {
    const all = options()
    const at = all.indexOf(marked() as HTMLElement)
    if (event.key === "ArrowDown" && list.hidden) void ask()
    else if (event.key === "ArrowDown") mark(all[(at + 1) % all.length])
    else if (event.key === "ArrowUp") mark(all[(at - 1 + all.length) % all.length])
    else if (event.key === "Escape" && !list.hidden) show(false)
    else if (event.key === "Enter" && !list.hidden && marked()) take(marked() as HTMLElement)
    else return
    event.preventDefault()
    event.stopPropagation()
  }, { signal })
  // Leaving: what is in the field must be what was chosen; empty means none. Who was faster than the answer waits for it,
  // and who sends the form so has named the record: the server takes the one of that name, or makes it.
  const isTyped = () => input.value !== chosen && Boolean(input.value.trim())
  const settle = () => {
    const option = marked()
    if (!isTyped()) return
    if (option) take(option)
    else input.value = chosen
  }
  input.addEventListener("blur", () => {
    show(false)
    if (!input.value.trim()) chosen && put("", "", false)
    else if (answered === input.value.trim()) settle()
    else void ask().then(settle)
  }, { signal })
  input.form?.addEventListener("submit", (event) => {
    if (!isTyped()) return
    if (answered === input.value.trim()) return settle()
    if ("create" in element.dataset) return put("", input.value.trim(), true)
    event.preventDefault()
    event.stopImmediatePropagation()
    void ask().then(settle).then(() => input.form?.requestSubmit())
  }, { capture: true, signal })
  list.addEventListener("pointerdown", (event) => event.preventDefault(), { signal })
  on(list, "click", "[role=option]", take, signal)
}

function offerNew(list: HTMLElement, label: string | undefined, text: string): void {
  const exact = [...list.querySelectorAll<HTMLElement>("[role=option]")].some(
    (option) => option.dataset.text?.toLowerCase() === text.toLowerCase(),
  )
  if (!label || !text || exact) return
  const option = document.createElement("div")
  option.className = "opt"
  option.role = "option"
  Object.assign(option.dataset, { new: "", text })
  const name = document.createElement("b")
  name.textContent = `${label} “${text}”`
  option.append(name)
  list.append(option)
}
