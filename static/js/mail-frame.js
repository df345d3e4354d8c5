// Let a mail that is shown in a frame be as high as it is long; without this file the frame scrolls.
for (const frame of document.querySelectorAll(".mail-frame")) {
  const fit = () => {
    const page = frame.contentDocument && frame.contentDocument.documentElement;
    if (!page) return;
    frame.style.height = "0";
    frame.style.height = `${page.scrollHeight + 2}px`;
  };
  frame.addEventListener("load", fit);
  window.addEventListener("resize", fit);
  fit();
}
