// Keeps what is typed into a form as a draft on the hub, and says in words whether it is kept.
// Nothing is ever put into the browser's own storage: computers are shared, and what is there outlives a session.

const PAUSE = 1000 // after the last key
const AGAIN = [2000, 5000, 10000, 30000] // between tries while there is no connection
const LARGEST = 60000 // what a browser sends on behalf of a page that is gone

const LOST = 'Not saved: no connection. What you typed is still here, and saving is tried again.'
const SAVING = 'Saving what you type…'
const UNSENT = 'Not sent: no connection. What you typed is still here.'
const REFUSED = 'Not saved. What you typed is still here: copy it, and load the page anew.'

class Keeper {
  constructor(form) {
    this.form = form
    this.said = form.querySelector('[data-draft-said]')
    this.changed = false // since it was last sent to be kept
    this.kept = null // what it says is kept, while that is all there is
    this.lost = false
    this.sent = false
    this.missing = LOST
    this.tries = 0
  }

  typed() {
    if (this.kept === String(this.content())) return // a field that is left says once more that it was changed
    this.changed = true
    this.sent = false
    if (this.kept !== null) this.say(SAVING) // a line as well: nothing moves beneath whoever presses a button
    this.kept = null
    if (!this.lost) this.later(PAUSE)
  }

  later(wait) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), wait)
  }

  content() {
    const content = new URLSearchParams()
    for (const [name, value] of new FormData(this.form)) {
      const secret = this.form.elements[name]?.type === 'password'
      if (typeof value === 'string' && !secret) content.append(name, value)
    }
    return content
  }

  // Whether it is kept now.
  async save({ leaving = false, renewed = false } = {}) {
    if (!this.changed || this.sent) return !this.lost
    if (this.under) {
      if (!leaving) return this.later(PAUSE)
      this.under.abort()
    }
    clearTimeout(this.timer)
    const body = this.content()
    const under = (this.under = new AbortController())
    this.changed = false
    let answer
    let told = {}
    try {
      answer = await fetch(this.form.dataset.draft, {
        method: 'POST',
        body,
        headers: { Accept: 'application/json' },
        redirect: 'manual',
        keepalive: leaving && String(body).length < LARGEST,
        signal: under.signal,
      })
      if (answer.headers.get('Content-Type')?.startsWith('application/json')) told = await answer.json()
    } catch {
      if (this.under === under) this.missed()
      return false
    } finally {
      if (this.under === under) this.under = null
    }
    if (answer.status >= 500) {
      this.missed()
      return false
    }
    this.lost = false
    this.missing = LOST
    this.tries = 0
    if (told.csrf && !renewed) {
      this.form.elements.csrfmiddlewaretoken.value = told.csrf
      this.changed = true
      return this.save({ leaving, renewed: true })
    }
    const kept = answer.ok && !told.log_in
    if (kept && this.changed) return true // more was typed meanwhile, and is kept next
    this.kept = kept ? String(body) : null
    this.say(told.said ?? REFUSED, told.log_in)
    return answer.ok
  }

  missed() {
    this.changed = true
    this.lost = true
    this.say(this.missing)
    this.later(AGAIN[Math.min(this.tries++, AGAIN.length - 1)])
  }

  say(words, address) {
    if (this.said.textContent !== words) this.said.textContent = words
    if (!address) return
    const link = document.createElement('a')
    link.href = address
    link.textContent = 'Log in'
    this.said.append(' ', link)
  }

  async send(event) {
    if (navigator.onLine && !this.lost) {
      this.sent = true
      clearTimeout(this.timer)
      return
    }
    event.preventDefault()
    this.missing = UNSENT
    if (await this.save()) this.form.requestSubmit(event.submitter)
    else if (this.lost) this.say(UNSENT)
  }
}

const keepers = new Map()

function keeperOf(event) {
  const form = event.target.closest?.('form[data-draft]')
  if (form && !keepers.has(form)) keepers.set(form, new Keeper(form))
  return keepers.get(form)
}

const all = (act) => () => keepers.forEach(act)

document.addEventListener('input', (event) => keeperOf(event)?.typed())
document.addEventListener('change', (event) => keeperOf(event)?.typed())
document.addEventListener('focusout', (event) => keeperOf(event)?.save())
document.addEventListener('submit', (event) => keeperOf(event)?.send(event))
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') all((keeper) => keeper.save({ leaving: true }))()
})
addEventListener('pagehide', all((keeper) => keeper.save({ leaving: true })))
addEventListener('online', all((keeper) => keeper.save()))
addEventListener('beforeunload', (event) => {
  for (const keeper of keepers.values()) if (keeper.lost && keeper.changed && !keeper.sent) event.preventDefault()
})
// A page that the browser brings back as it was when it was sent: what is written in it now is another writing.
addEventListener('pageshow', (event) => {
  if (event.persisted && [...keepers.values()].some((keeper) => keeper.sent)) location.reload()
})
