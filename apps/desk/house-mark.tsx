/** The mark of the house: a gate seen from the front. */
export function HouseMark() {
  return (
    <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true" focusable="false">
      <path
        d="M5 14 16 7l11 7M8 14v11M24 14v11M4 25h24M13 25v-6a3 3 0 0 1 6 0v6"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
