/** A second press while the first is on its way does nothing; the server would not file twice either. */
export function sendOnce() {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-once]')) {
    let sent = false
    form.addEventListener('submit', (event) => {
      if (sent) event.preventDefault()
      sent = true
    })
    // The page came back out of the browser's memory.
    window.addEventListener('pageshow', () => {
      sent = false
    })
  }
}
