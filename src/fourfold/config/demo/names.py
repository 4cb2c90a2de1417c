"""Invented names for plain pupils of a demonstration. Any likeness is chance."""

_GIVEN = """
Aaliyah Abdi Ada Aisha Alfie Amara Amina Andrzej Anaya Archie Arlo Ayşe Bartek Beatrix Blessing Bronwyn Caleb
Caoimhe Chidi Çağla Daisy Daniyal Delphine Deniz Ebony Eileen Elif Eliza Emre Esme Ewa Faisal Farrah Felix
Fionn Freya Gethin Grace Gülşen Hamza Harriet Hodan Hugo Ibrahim Idris Ifrah Igor Imogen Iqra Isla İpek Jasper
Jelena Joao Jude Kacper Kasia Khadija Kiran Kofi Leila Liban Lottie Łucja Mabel Maya Mehmet Milo Mohamed Muna
Nadia Naoise Nathaniel Niamh Nikhil Noor Olive Oluwaseun Oskar Otis Poppy Priya Quinn Rafał Rahma Ravi Reuben
Róisín Rory Saanvi Safiya Sahra Saoirse Seán Şule Tadhg Tariq Theo Tobi Uma Umut Vihaan Wanda Wiktor Xanthe
Yasmin Yusuf Zac Zahra Zainab Zofia
"""
_FAMILY = """
Abdullahi Adeyemi Ahmed Akhtar Allen Aydın Bailey Balogun Begum Bennett Brannigan Carter Chaudhry Çelik Clarke
Cohen Cooper Dąbrowski Davies Demir Dhillon Doğan Doherty Dubois Edwards Egal Eze Farah Fletcher Foster Friel
Ganguly Gill Górski Graham Gunn Guzmán Hall Haşim Hassan Hayes Hirsi Hughes Hussain Iqbal Ismail Jama James
Jibril Jones Kaplan Kaur Kelly Khalid Koç Kowalczyk Lam Lewandowski Lewis Mac an tSaoir Mahmood Malik Marsh
Mensah Mitchell Mohamud Morgan Murphy Müller Nasser Ng Ní Bhriain Nowak Nur Ó Catháin O’Dwyer Okoro Omar Osei
Osman Owen Öztürk Palmer Patel Pereira Phillips Price Quigley Rahman Reid Richards Rivera Robinson Said Santos
Shaw Sheikh Singh Smith Stewart Şimşek Taylor Thomas Turner Uddin Usman Wade Walker Walsh Warsame White
Wilkinson Williams Wiśniewska Wood Yıldız Young Zając Zielińska
"""
_JOINED = {"Mac", "an", "Ní", "Ó"}


def given_names() -> list[str]:
    """The given names."""
    return _GIVEN.split()


def family_names() -> list[str]:
    """The family names, those of several words kept together."""
    found: list[str] = []
    held: list[str] = []
    for word in _FAMILY.split():
        held.append(word)
        if word not in _JOINED:
            found.append(" ".join(held))
            held = []
    return found
