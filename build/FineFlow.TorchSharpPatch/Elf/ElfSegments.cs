using FineFlow.Core;

namespace FineFlow.TorchSharpPatch.Elf;

/// <summary>The program headers of an x86-64 shared library, which say how its addresses map to bytes of the file.</summary>
internal sealed class ElfSegments
{
    private const uint Magic = 0x464c457f;
    private const byte Class64 = 2, LittleEndian = 1;
    private const ushort SharedObject = 3, X64 = 62, ProgramHeaderSize = 56, SectionHeaderSize = 64;
    private const uint Load = 1, Dynamic = 2;

    private readonly ElfBytes _file;
    private readonly List<Segment> _loaded = [];

    /// <summary>Reads and checks the headers.</summary>
    /// <exception cref="BadInputException">Not a whole ELF64 little-endian x86-64 shared library.</exception>
    public ElfSegments(ElfBytes file)
    {
        _file = file;
        CheckHeader();
        CheckSectionTableIsInside();

        var table = file.UInt64(32);
        var count = file.UInt16(56);
        file.Span(table, (ulong)count * ProgramHeaderSize);
        for (var i = 0u; i < count; i++)
            Add(table + i * ProgramHeaderSize);
    }

    /// <summary>The dynamic segment, or null when the file has none.</summary>
    public Segment? DynamicSegment { get; private set; }

    /// <summary>Where in the file an address of the loaded image comes from.</summary>
    /// <exception cref="BadInputException">No loaded segment holds <paramref name="length"/> bytes from there on.</exception>
    public ulong FileOffset(ulong address, ulong length)
    {
        foreach (var segment in _loaded)
        {
            if (address >= segment.Address && address - segment.Address <= segment.Length
                && length <= segment.Length - (address - segment.Address))
                return segment.Offset + (address - segment.Address);
        }

        throw _file.Refusal($"no loaded segment holds {length} bytes from address {address:x} on");
    }

    private void CheckHeader()
    {
        if (_file.Length < 64 || _file.UInt32(0) != Magic)
            throw _file.Refusal("not an ELF file");
        var ident = _file.Span(4, 2);
        if (ident[0] != Class64 || ident[1] != LittleEndian || _file.UInt16(16) != SharedObject || _file.UInt16(18) != X64)
            throw _file.Refusal("expected a 64-bit little-endian shared library for x86-64");
        if (_file.UInt16(54) != ProgramHeaderSize)
            throw _file.Refusal($"expected program headers of {ProgramHeaderSize} bytes, found {_file.UInt16(54)}");
    }

    /// <summary>The loader does not read the section table, but linkers put it last: a cut file shows here.</summary>
    private void CheckSectionTableIsInside() => _file.Span(_file.UInt64(40), (ulong)_file.UInt16(60) * SectionHeaderSize);

    private void Add(ulong header)
    {
        var segment = new Segment(_file.UInt64(header + 8), _file.UInt64(header + 16), _file.UInt64(header + 32));
        var type = _file.UInt32(header);
        if (type is Load or Dynamic)
            _file.Span(segment.Offset, segment.Length);
        if (type == Load)
            _loaded.Add(segment);
        if (type == Dynamic)
            DynamicSegment = segment;
    }

    /// <summary>A stretch of the file and the address it is loaded at.</summary>
    public readonly record struct Segment(ulong Offset, ulong Address, ulong Length);
}
