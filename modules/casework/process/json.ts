/** Values that survive being stored. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }
export type Vars = { readonly [name: string]: Json }
