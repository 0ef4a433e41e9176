// TODO check the components
export const checked = false
