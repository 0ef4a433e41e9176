import { useState } from 'react'

export function Badge({ shown }: { shown: boolean }) {
  if (!shown) return null
  const [count] = useState(0)
  return <b>{count}</b>
}
