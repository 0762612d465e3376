"""Stories that Hypothesis makes up, played on the whole bot: what people do, what fails, and what must hold all the while."""
