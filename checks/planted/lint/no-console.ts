export function report(): void {
  console.log('received')
}
