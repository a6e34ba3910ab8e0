import "htmx.org"
import { register, start } from "./islands"
import { board } from "./islands/board"
import { calling } from "./islands/calling"
import { choosing } from "./islands/choosing"
import { columns } from "./islands/columns"
import { day } from "./islands/day"
import { dialog } from "./islands/dialog"
import { dupes } from "./islands/dupes"
import { editing } from "./islands/edit"
import { filter } from "./islands/filter"
import { frame } from "./islands/frame"
import { hotkeys } from "./islands/hotkeys"
import { lines } from "./islands/lines"
import { live } from "./islands/live"
import { map } from "./islands/map"
import { menus } from "./islands/menus"
import { palette } from "./islands/palette"
import { passkey } from "./islands/passkey"
import { picker } from "./islands/picker"
import { reader } from "./islands/reader"
import { rows } from "./islands/rows"
import { failures, toast } from "./islands/toast"
import { tabs } from "./islands/tabs"
import { trail, trails } from "./islands/trail"
import { travel } from "./islands/travel"
import { upload } from "./islands/upload"
import { widths } from "./islands/widths"

// What acts on the whole document starts once; the rest wherever a page asks for it.
travel()
trails()
failures()
menus()
editing()
register({ board, calling, choosing, columns, day, dialog, dupes, filter, frame, hotkeys, lines, live, map, palette, passkey, picker, reader, rows, tabs, toast, trail, upload, widths })
start()
