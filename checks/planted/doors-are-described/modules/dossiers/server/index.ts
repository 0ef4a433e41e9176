export function dossiersModule() {
  return {}
}
