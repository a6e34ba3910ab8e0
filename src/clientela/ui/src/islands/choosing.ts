// A form of selects that takes effect as soon as something is chosen; without a script it has a button.
import type { Island } from "../islands"

export const choosing: Island = (element, signal) => {
  element.addEventListener("change", () => (element as HTMLFormElement).requestSubmit(), { signal })
}
