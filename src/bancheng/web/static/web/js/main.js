/* Improvements of pages that work without any of this. Each module finds its own elements by a data attribute;
   after htmx has put in a new part, they look at that part alone. */
import {watchDisplay} from "./display.js";
import {watchSubmits} from "./submit.js";
import {focusErrors} from "./errors.js";
import {watchAutosave} from "./autosave.js";
import {watchUploads} from "./upload.js";
import {watchTools} from "./tools.js";
import {watchSpeech} from "./speech.js";
import {watchReveals} from "./reveal.js";

document.documentElement.classList.add("js");
watchDisplay();
watchSubmits();
watchTools();
watchSpeech();

const enliven = (part) => {
  focusErrors(part);
  watchAutosave(part);
  watchUploads(part);
  watchReveals(part);
};
enliven(document);
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) enliven(event.detail.elt);
});
