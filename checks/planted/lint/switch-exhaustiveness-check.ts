export function label(status: 'received' | 'refused'): string | undefined {
  switch (status) {
    case 'received':
      return 'Tiếp nhận'
  }
  return undefined
}
