export function closeAll(ids: number[]): void {
  ids.forEach(async (id) => {
    await Promise.resolve(id)
  })
}
