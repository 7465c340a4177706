import { html, type Html } from './html.ts';

export interface Field {
  name: string;
  label: string;
  hint?: string;
  error?: string | undefined;
  type?: 'text' | 'tel' | 'password';
  autocomplete?: string;
  inputMode?: 'numeric' | 'text';
  maxLength?: number;
  /** What was entered before; never given for card numbers, codes and pins. */
  value?: string | undefined;
}

/** A labelled input whose hint and error are tied to it for screen readers. */
export function renderField(scope: string, field: Field): Html {
  const id = `${scope}-${field.name}`;
  const { error, hint } = field;
  return html`<div>
    <label for="${id}">${field.label}</label>
    <input
      id="${id}"
      name="${field.name}"
      type="${field.type ?? 'text'}"
      dir="${field.inputMode === 'numeric' ? 'ltr' : 'auto'}"
      required
      autocomplete="${field.autocomplete ?? 'off'}"
      inputmode="${field.inputMode ?? 'text'}"
      maxlength="${field.maxLength ?? 60}"
      value="${field.value ?? ''}"
      aria-describedby="${id}-note"
      aria-invalid="${error === undefined ? 'false' : 'true'}"
    />
    ${
      error === undefined
        ? html`<p class="hint" id="${id}-note">${hint}</p>`
        : html`<p class="error" id="${id}-note" role="alert">${error}</p>`
    }
  </div>`;
}

/** Values that travel with a form unseen. */
export function renderHidden(values: Record<string, string>): Html[] {
  return Object.entries(values).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
}
