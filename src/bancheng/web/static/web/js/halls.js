/* Halls by distance: the position is asked for on request, rounded to about a hundred metres, and sent once. */
const button = document.querySelector("[data-nearest]");
if (button && navigator.geolocation) {
  button.hidden = false;
  button.addEventListener("click", () => navigator.geolocation.getCurrentPosition(({coords}) => {
    const address = new URL(location.href);
    address.searchParams.set("lat", coords.latitude.toFixed(3));
    address.searchParams.set("lon", coords.longitude.toFixed(3));
    location.assign(address);
  }, () => {
    button.querySelector("span").textContent = button.dataset.wordFailed;
  }, {maximumAge: 600000, timeout: 8000}));
}
