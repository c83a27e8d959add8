"use strict";
// Of long tables the first rows are shown, and the others when they are asked for: thousands take
// seconds to lay out. Before the first table, so that it is not laid out whole at first.
(() => {
  document.documentElement.classList.add("bounded");
  document.addEventListener("click", (e) => {
    const button = e.target.closest(".rest button");
    if (!button) return;
    const rest = button.closest(".rest"), table = rest.previousElementSibling;
    table.classList.add("whole");
    rest.remove();
    // The button is gone: who uses the keyboard goes on at the first row that is new.
    const row = table.querySelector(".more tr");
    row.tabIndex = -1;
    row.focus();
    document.getElementById("live").textContent = "all " + table.querySelectorAll("tbody tr").length + " rows are shown";
  });
})();
