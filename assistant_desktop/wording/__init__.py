"""The words of the product: gettext catalogues, plurals, dates and numbers."""
