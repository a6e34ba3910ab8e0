// Parts of a page that take turns on a phone (radio buttons and style alone): this keeps the chosen one in the address.
import { on } from "../dom"
import type { Island } from "../islands"

export const tabs: Island = (element, signal) => {
  on(element, "change", "input[type=radio][name=tab]", (radio) => {
    const url = new URL(location.href)
    url.searchParams.set("tab", (radio as HTMLInputElement).value)
    history.replaceState(history.state, "", url)
  }, signal)
}
