import { Modal, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { PlainTable } from '#platform/ui/data-table.tsx'
import { formatDateTime, formatNumber } from '#platform/ui/format.ts'
import { fill, useWords } from '#platform/ui/i18n.ts'
import { RefusalNote } from '#platform/ui/refusal-note.tsx'
import { messages } from './insight-messages.ts'
import { casesQuery, type Asked } from './insight-queries.ts'
import { useReader, type Opened } from './insight-reader.ts'
import styles from './insight-tables.module.css'

type Props = { asked: Asked; opened: Opened; onClose(): void }

/** The dossiers behind a figure, those that took longest first. */
export function InsightCases({ asked, opened, onClose }: Props) {
  const words = useWords(messages)
  const { time } = useReader()
  const isNarrow = useMediaQuery('(max-width: 48em)')
  const { data, error, refetch, isPending } = useQuery(casesQuery(asked, opened.behind))
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${words.cases.title}: ${opened.title}`}
      size="xl"
      fullScreen={isNarrow ?? false}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <RefusalNote error={error} onRetry={() => void refetch()} />
      {isPending ? <Text component="output">{words.loading}</Text> : null}
      {data ? (
        <>
          <Text size="sm" mb="xs">
            {fill(data.total > data.cases.length ? words.cases.some : words.cases.total, {
              total: formatNumber(data.total),
              shown: formatNumber(data.cases.length),
            })}
          </Text>
          <PlainTable caption={words.cases.caption}>
            <thead>
              <tr>
                <th scope="col">{words.cases.code}</th>
                <th scope="col" data-align="end">
                  {words.cases.took}
                </th>
                <th scope="col">{words.cases.from}</th>
                <th scope="col">{words.cases.to}</th>
              </tr>
            </thead>
            <tbody>
              {data.cases.map(({ caseId, code, open, took, from, to }) => (
                <tr key={caseId ?? code}>
                  <td data-lead="true">
                    {caseId === null ? (
                      code
                    ) : (
                      <Link to={`/dossiers/${caseId}`} aria-label={fill(words.cases.openCase, { code })}>
                        {code}
                      </Link>
                    )}
                    {open ? <span className={styles['small']}>{words.cases.open}</span> : null}
                  </td>
                  <td data-label={words.cases.took} data-align="end">
                    {time(took)}
                  </td>
                  <td data-label={words.cases.from}>{formatDateTime(from)}</td>
                  <td data-label={words.cases.to}>{formatDateTime(to)}</td>
                </tr>
              ))}
            </tbody>
          </PlainTable>
        </>
      ) : null}
    </Modal>
  )
}
