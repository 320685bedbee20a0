// Opens a dialog, tells the page when it was closed here, and gives the focus back to whatever had it.

export function show(dialog, dotnet) {
  const before = document.activeElement;
  let told = false;

  const closed = () => {
    if (!told) {
      told = true;
      dotnet.invokeMethodAsync('ClosedAsync').catch(() => {});
    }
  };

  dialog.addEventListener('close', closed);
  dialog.addEventListener('click', event => {
    // A click on the dialog itself, not on anything in it, is one on the backdrop.
    if (event.target === dialog || event.target.closest('[data-close]')) {
      dialog.close();
    }
  });
  dialog.showModal();
  dialog.querySelector('[autofocus], input, textarea')?.focus();

  return {
    close() {
      told = true;
      const wasOpen = dialog.open;
      dialog.close();
      // Where the browser closed it, it gave the focus back itself, and the person may have gone on since.
      if (before?.isConnected && (wasOpen || document.activeElement === document.body)) {
        before.focus();
      }
    },
  };
}
