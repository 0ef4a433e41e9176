export async function wait(): Promise<void> {
  await 3
}
