// page: what runs in the browser, over the same model and the same reports.
