"""Raw text and what a source says about it -> an Article.

assembly         text + what is known of it -> an Article
clean            text from the web -> paragraphs without debris
wrapped_lines    lines of a fixed width -> paragraphs
cut_words        two lines -> whether the hyphen between them belongs to the word
pull_quotes      paragraphs that repeat words of the article -> dropped
head_lines       lines of dates and bylines around the text -> fields
bylines          a byline -> names of people, without their job titles
addresses        an address -> the address of the original page, its host and its day
dates            dates in prose and date lines -> days
stored_dates     a date as files and databases store it -> a day
html_text        a fragment of HTML -> its paragraphs
encoding         bytes -> text
"""
