using System.Text;

namespace FineFlow.Core.Formats;

/// <summary>
/// Parses the header text of an <c>.npy</c> file: the Python dict literal that numpy writes, with the keys descr,
/// fortran_order and shape once each, in any order. Nothing else of Python is understood.
/// </summary>
internal ref struct NpyHeaderParser
{
    private const int MaxRank = 64;

    private readonly ReadOnlySpan<byte> _text;
    private readonly string _source;
    private int _position;

    private NpyHeaderParser(ReadOnlySpan<byte> text, string source)
    {
        _text = text;
        _source = source;
    }

    public static (string Descr, bool FortranOrder, int[] Shape) Parse(ReadOnlySpan<byte> text, string source) =>
        new NpyHeaderParser(text[..(text.LastIndexOfAnyExcept((byte)' ', (byte)'\n') + 1)], source).ParseDictionary();

    private (string Descr, bool FortranOrder, int[] Shape) ParseDictionary()
    {
        string? descr = null;
        bool? fortranOrder = null;
        int[]? shape = null;
        Expect('{');
        while (!Take('}'))
        {
            var key = ReadString();
            Expect(':');
            switch (key)
            {
                case "descr" when descr is null:
                    descr = ReadDescr();
                    break;
                case "fortran_order" when fortranOrder is null:
                    fortranOrder = ReadBool();
                    break;
                case "shape" when shape is null:
                    shape = ReadShape();
                    break;
                default:
                    throw Bad(Invariant($"'{key}' is unknown or repeated; expected descr, fortran_order and shape once each"));
            }

            if (!Take(','))
            {
                Expect('}');
                break;
            }
        }

        if (_position < _text.Length)
        {
            throw Bad("expected nothing but padding after the dictionary");
        }

        return (descr ?? throw Bad("'descr' is missing"),
            fortranOrder ?? throw Bad("'fortran_order' is missing"),
            shape ?? throw Bad("'shape' is missing"));
    }

    private string ReadDescr() =>
        Peek() == '[' ? throw Bad("structured elements are not supported; expected one plain type") : ReadString();

    private string ReadString()
    {
        var quote = Peek();
        if (quote is not ('\'' or '"'))
        {
            throw Bad("expected a quoted string");
        }

        var rest = _text[(_position + 1)..];
        var length = rest.IndexOf((byte)quote);
        if (length < 0 || rest[..length].ContainsAnyExceptInRange((byte)' ', (byte)'~') || rest[..length].Contains((byte)'\\'))
        {
            throw Bad("expected a closed string of plain ASCII");
        }

        _position += length + 2;
        return Encoding.ASCII.GetString(rest[..length]);
    }

    private bool ReadBool()
    {
        SkipSpaces();
        return TakeWord("True"u8) || (TakeWord("False"u8) ? false : throw Bad("expected True or False"));
    }

    private int[] ReadShape()
    {
        Expect('(');
        var shape = new List<int>();
        var comma = true;
        while (!Take(')'))
        {
            if (!comma || shape.Count == MaxRank)
            {
                throw Bad(Invariant($"expected a tuple of at most {MaxRank} sizes"));
            }

            shape.Add(ReadSize());
            comma = Take(',');
        }

        // (3) is a number in Python; the tuple is (3,).
        return shape.Count == 1 && !comma ? throw Bad("expected a tuple of sizes, such as (3,)") : [.. shape];
    }

    private int ReadSize()
    {
        SkipSpaces();
        var digits = _text[_position..];
        var end = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        digits = end < 0 ? digits : digits[..end];
        if (!int.TryParse(digits, out var size) || (digits[0] == '0' && digits.Length > 1))
        {
            throw Bad(Invariant($"expected a size between 0 and {int.MaxValue}"));
        }

        _position += digits.Length;
        return size;
    }

    private bool Take(char expected)
    {
        if (Peek() != expected)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void Expect(char expected)
    {
        if (!Take(expected))
        {
            throw Bad(Invariant($"expected '{expected}'"));
        }
    }

    private bool TakeWord(ReadOnlySpan<byte> word)
    {
        if (!_text[_position..].StartsWith(word))
        {
            return false;
        }

        _position += word.Length;
        return true;
    }

    private char Peek()
    {
        SkipSpaces();
        return _position < _text.Length ? (char)_text[_position] : '\0';
    }

    private void SkipSpaces()
    {
        while (_position < _text.Length && _text[_position] == ' ')
        {
            _position++;
        }
    }

    private readonly BadInputException Bad(string problem) => new(_source, Invariant($"npy header, character {_position}: {problem}"));
}
