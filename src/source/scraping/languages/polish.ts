import type { Language } from './language.ts';

/** Amazon's Polish interface: PL. */
export const polish: Language = {
  code: 'pl',
  brand: [/^marka\s*[:：]\s*(.+)$/iu, /^(?:odwiedź|przejdź do) (?:sklep|sklepu) (?:marki )?(.+)$/iu],
  stock: {
    OUT_OF_STOCK: /niedostępn|brak w magazynie|wyprzedan|nie jest dostępn|brak na stanie|nie ma w magazynie/iu,
    BACKORDER:
      /(?:chwilowo|tymczasowo|obecnie) (?:niedostępn\p{L}*|brak(?: w magazynie| na stanie)?)(?!\p{L}).{0,100}?(?:zamów|wyślemy|dostarczymy)|(?:dostępn[yae]|w magazynie) (?:od|dnia) (?:dnia )?\d|wkrótce (?:dostępn|w magazynie)/iu,
    PREORDER:
      /przedsprzedaż|przed premierą|zamów wcześniej|zostanie (?:wydan|opublikowan)\p{L}*|premiera|ukaże się|data wydania/iu,
    LIMITED: /(?:pozostał|został)\p{L}{0,2}\D{0,20}\d+|tylko \d+|ostatni[ea]? (?:sztuk|egzemplarz)/iu,
    IN_STOCK: /w magazynie|(?<!\p{L})dostępn|wysyłk|wysyłan|na stanie/iu,
  },
  undeliverable:
    /nie (?:można|może|mogą) .{0,40}(?:wysł|dostarcz)\p{L}*|nie (?:wysyłamy|dostarczamy|wysyła|dostarcza|jest wysyłan)/iu,
  otherSellers: /(?:tych|innych) sprzedawców/iu,
  refurbished: /(?<!\p{L})odnowion\p{L}+/iu,
  otherPrice: /jednoraz|stan nowy/iu,
  priceLabel: /^cena(?: kindle)?\s*[:：]/iu,
  buy: /(?<!\p{L})kup(?:uj)?(?!\p{L})/iu,
  notFound:
    /(?:nie (?:znaleziono|odnaleziono) (?:tej )?(?:strony|dokumentu))|(?:strony|dokumentu) nie (?:znaleziono|odnaleziono)|nie (?:możemy|mogliśmy|możemy|udało (?:nam )?się) (?:znaleźć|odnaleźć) .{0,15}strony|szukasz czegoś/iu,
  serverError:
    /usługa (?:jest )?niedostępna|coś poszło nie tak|wystąpił (?:błąd|problem)|przepraszamy|przykro nam|błąd (?:serwera|wewnętrzny)/iu,
};
