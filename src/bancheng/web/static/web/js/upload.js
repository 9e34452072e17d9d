/* Uploads with a picture of what was chosen and a bar while it travels: form[data-upload]. The plain form sends the same request.
   The server answers with a redirect; the page is loaded again, so that what stands there is what the server has. */
const LARGEST = 20 * 1024 * 1024;

const show = (form, file) => {
  form.parentElement.querySelectorAll(".thumb, .progress").forEach((old) => old.remove());
  if (file.type.startsWith("image/")) {
    const picture = document.createElement("img");
    picture.className = "thumb";
    picture.alt = file.name;
    picture.src = URL.createObjectURL(file);
    picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), {once: true});
    form.before(picture);
  }
  const bar = document.createElement("progress");
  bar.className = "progress";
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  form.append(bar);
  return bar;
};

const complain = (form, words) => {
  let line = form.querySelector(".field__err");
  if (!line) {
    line = document.createElement("p");
    line.className = "field__err";
    line.setAttribute("role", "alert");
    form.append(line);
  }
  line.textContent = words;
};

function send(form, file) {
  if (file.size > (Number(form.dataset.largest) || LARGEST)) {
    complain(form, form.dataset.wordTooBig);
    return;
  }
  const bar = show(form, file);
  const request = new XMLHttpRequest();
  const data = new FormData(form);
  data.set(form.querySelector("input[type=file]").name, file);
  request.open("POST", form.action);
  request.setRequestHeader("X-Requested-With", "XMLHttpRequest"); // what is wrong with the file is kept for the page that is loaded below
  request.upload.addEventListener("progress", (event) => event.lengthComputable && (bar.value = event.loaded / event.total));
  request.addEventListener("load", () => {
    if (request.status < 400) location.assign(request.responseURL || location.href);
    else form.submit();
  });
  request.addEventListener("error", () => {
    bar.remove();
    complain(form, form.dataset.wordFailed);
  });
  request.send(data);
}

export function watchUploads(part) {
  part.querySelectorAll("form[data-upload]").forEach((form) => {
    const input = form.querySelector("input[type=file]");
    const place = form.closest(".file") || form;
    input.addEventListener("change", () => input.files.length && send(form, input.files[0]));
    ["dragover", "dragleave", "drop"].forEach((kind) => place.addEventListener(kind, (event) => {
      event.preventDefault();
      place.classList.toggle("file--over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        send(form, input.files[0]);
      }
    }));
  });
}
