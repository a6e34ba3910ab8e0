// Says while one types that the record may exist already: <form data-island="dupes" data-dupes-url> holds an element
// [data-dupes] (with hx-sync="this:replace"); the form as it stands is POSTed and the answer put there.
// data-dupes-fields names the fields worth asking about; without it all of them are.
import { ajax, debounced } from "../dom"
import type { Island } from "../islands"

const PAUSE = 350
const LEAST = 3

export const dupes: Island = (form, signal) => {
  const place = form.querySelector<HTMLElement>("[data-dupes]")
  const fields = form.dataset.dupesFields?.split(" ")
  let asked = ""
  const ask = debounced(PAUSE, () => {
    const filled = [...new FormData(form as HTMLFormElement)].filter(([name, value]) => {
      return String(value).trim().length >= LEAST && (!fields || fields.some((field) => name.split(".")[0] === field))
    })
    const question = JSON.stringify(filled)
    if (!place || question === asked || !form.dataset.dupesUrl) return
    asked = question
    if (filled.length === 0) place.replaceChildren()
    else void ajax("POST", form.dataset.dupesUrl, { source: place, target: place, swap: "innerHTML" })
  })
  form.addEventListener("input", ask, { signal })
  form.addEventListener("pick", ask, { signal })
}
