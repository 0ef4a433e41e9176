const EVERY_MS = 20_000

/** Looks now and then whether the dossier moved, and shows the page anew when it did; never while somebody types. */
export function followStatus() {
  const watched = document.querySelector<HTMLElement>('[data-live]')
  if (!watched) return
  const address = watched.dataset['live'] ?? ''
  const said = document.createElement('p')
  said.className = 'visually-hidden'
  said.setAttribute('role', 'status')
  document.body.append(said)
  setInterval(() => {
    if (document.visibilityState === 'visible') void look(address, said)
  }, EVERY_MS)
}

async function look(address: string, said: HTMLElement) {
  const shown = document.querySelector<HTMLElement>('[data-live]')
  if (!shown || isBeingUsed(shown)) return
  try {
    const answer = await fetch(address, { headers: { accept: 'application/json' } })
    if (!answer.ok) return
    const { version } = (await answer.json()) as { version: number }
    if (String(version) === shown.dataset['version']) return
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html')
    const fresh = page.querySelector<HTMLElement>('[data-live]')
    if (!fresh) return
    said.textContent = fresh.dataset['changed'] ?? ''
    shown.replaceWith(fresh)
  } catch {
    // No line just now: the next look will tell.
  }
}

/** Replacing a form under somebody's hands would lose what they typed. */
function isBeingUsed(shown: HTMLElement): boolean {
  const busy = document.activeElement
  if (busy && busy !== document.body && shown.contains(busy)) return true
  const typed = [...shown.querySelectorAll<HTMLTextAreaElement>('textarea')].some(
    (area) => area.value !== area.defaultValue,
  )
  return (
    typed ||
    [...shown.querySelectorAll<HTMLInputElement>('input[type=file]')].some((input) => input.files?.length)
  )
}
