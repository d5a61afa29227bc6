/** What every field takes. All words come from the page, already in the language of the page. */
export type FieldProps = {
  name: string;
  label: string;
  /** Said below the label, before the control, in the words of an example. */
  hint?: string | undefined;
  /** What is wrong and how to mend it, beside the field. Makes the field invalid. */
  error?: string | undefined;
  /** Marks the few fields that may stay empty; the others are simply asked. */
  optional?: boolean;
  disabled?: boolean;
  /** Shown and sent, not changed. */
  readonly?: boolean;
  /** Something about this field is being looked up. */
  busy?: boolean;
  /** For a lone field whose meaning the page shows otherwise; still read aloud. */
  labelHidden?: boolean;
  /** Needed where one name stands twice on a page. */
  id?: string | undefined;
};

export type Option = {
  value: string;
  label: string;
  hint?: string;
  disabled?: boolean;
  /** Asks something in addition: the `more` of Radios. */ more?: boolean;
};

/** Where the error summary finds a field; a list, whose name ends with [], is one field. */
export function fieldId(name: string): string {
  return `field-${name.replace(/\[\]$/, '')}`;
}

/** How wide a control is: as long as what is typed into it. */
export type Width = 'short' | 'medium' | 'long' | 'full';
