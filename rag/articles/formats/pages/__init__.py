"""A web page -> its article, and what the page says of it.

web_page        a file -> text, title, day, authors, outlet and address
main_part       which part of a page is the article, and what stands beside it
linked_data     JSON-LD in a page -> what it says of the article
page_dates      the days on which the article was published and changed
page_authors    who wrote it
page_address    where it stands
"""
