export async function read(): Promise<number> {
  try {
    return Promise.resolve(1)
  } catch {
    return 0
  }
}
