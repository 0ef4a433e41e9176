import { createContext, createElement, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'

export type Language = 'vi' | 'en'

/** Words of a screen in both languages; the English ones must have the keys of the Vietnamese ones. */
export type Messages<Words> = { vi: Words; en: NoInfer<Words> }

type LanguageChoice = { language: Language; setLanguage(language: Language): void }

const LanguageContext = createContext<LanguageChoice>({ language: 'vi', setLanguage: () => undefined })
const remembered = 'thanglong.language'

/** Vietnamese first; the choice is remembered on this machine. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(readChoice)
  useEffect(() => {
    document.documentElement.lang = language
    try {
      localStorage.setItem(remembered, language)
    } catch {
      // A browser that keeps nothing still shows the language for this visit.
    }
  }, [language])
  const choice = useMemo(() => ({ language, setLanguage }), [language])
  return createElement(LanguageContext.Provider, { value: choice }, children)
}

function readChoice(): Language {
  try {
    return localStorage.getItem(remembered) === 'en' ? 'en' : 'vi'
  } catch {
    return 'vi'
  }
}

export function useLanguage(): LanguageChoice {
  return useContext(LanguageContext)
}

/** The words of a screen in the language chosen. */
export function useWords<Words>(messages: Messages<Words>): Words {
  return messages[useLanguage().language]
}

/** Puts values into the places marked `{name}` of a sentence. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}
