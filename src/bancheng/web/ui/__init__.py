"""The look: style page and the switches for how pages are shown."""
