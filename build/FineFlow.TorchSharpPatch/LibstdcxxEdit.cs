using FineFlow.Core;
using FineFlow.TorchSharpPatch.Elf;

namespace FineFlow.TorchSharpPatch;

/// <summary>
/// Lets TorchSharp's native library load on systems whose libstdc++ is older than that of GCC 13 (Debian 12, Ubuntu 22.04) or GCC 12
/// (RHEL 9).
/// </summary>
/// <remarks>
/// <para>
/// A compiler of GCC 13 or later marks every library that includes &lt;iostream&gt; with an undefined
/// <c>std::ios_base_library_init()</c> of version GLIBCXX_3.4.32, and an older libstdc++ makes the loader give up on that version.
/// The mark is never called and no relocation refers to it; it only says "the standard streams are set up by libstdc++ itself".
/// On an older libstdc++ they are set up by libtorch_cpu.so and libc10.so, which carry the classic static initialiser and, being
/// needed by this library, are initialised before it. So two edits are enough, and neither moves a byte:
/// </para>
/// <list type="number">
/// <item>The symbol's name becomes <c>std::get_terminate()</c>: no arguments, no effect, in libstdc++ since GLIBCXX_3.4.20,
/// so it can be found everywhere even by a loader that looks up each symbol. The name is shorter, and undefined symbols are not in the
/// GNU hash table, so no table changes. No other symbol may share the overwritten bytes: that is checked.</item>
/// <item>The demand for GLIBCXX_3.4.32 becomes a second demand for GLIBCXX_3.4.20, which the library has anyway. No other symbol may
/// be tied to the old demand: that is checked.</item>
/// </list>
/// <para>
/// <c>std::condition_variable::wait</c> got a second version, GLIBCXX_3.4.30, in GCC 12. Every libstdc++ since GCC 4.4 has the first,
/// GLIBCXX_3.4.11, of the same parameters: the demand for the second becomes one for the first.
/// </para>
/// </remarks>
internal sealed class LibstdcxxEdit
{
    private const string Mark = "_ZSt21ios_base_library_initv", MarkVersion = "GLIBCXX_3.4.32";
    private const string OlderMark = "_ZSt13get_terminatev", OlderMarkVersion = "GLIBCXX_3.4.20";
    private const string Wait = "_ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE";
    private const string WaitVersion = "GLIBCXX_3.4.30", OlderWaitVersion = "GLIBCXX_3.4.11";

    private readonly ElfBytes _file;
    private readonly DynamicStrings _strings;
    private readonly DynamicSymbols _symbols;
    private readonly List<VersionNeed> _needs;

    private LibstdcxxEdit(ElfBytes file)
    {
        var segments = new ElfSegments(file);
        var table = new DynamicTable(file, segments);
        _file = file;
        _strings = new DynamicStrings(file, segments, table);
        _symbols = new DynamicSymbols(file, segments, table);
        _needs = VersionNeeds.Read(file, segments, table);
    }

    /// <summary>Edits <paramref name="bytes"/> in place.</summary>
    /// <param name="source">The file's name, for the message of a refusal.</param>
    /// <param name="bytes">The whole file; unchanged unless true is returned.</param>
    /// <returns>Whether the library needed an edit.</returns>
    /// <exception cref="BadInputException">A file that is not understood completely.</exception>
    public static bool Apply(string source, byte[] bytes)
    {
        var edit = new LibstdcxxEdit(new ElfBytes(source, bytes));
        var (mark, wait) = (edit.FindMark(), edit.FindWait());
        if (mark is { } symbol)
            edit._strings.Overwrite(edit._symbols.Name(symbol.Symbol), Mark.Length, OlderMark);
        foreach (var found in new[] { mark, wait })
            found?.Demand.Become(found.Value.Older, edit._file);
        return mark is not null || wait is not null;
    }

    /// <summary>Finds the mark and its demand; null where the library has no mark.</summary>
    private (ulong Symbol, VersionNeed Demand, VersionNeed Older)? FindMark()
    {
        if (FindSymbol(Mark) is not { } symbol)
            return null;

        var demand = DemandOf(symbol, MarkVersion) ?? throw _file.Refusal($"{Mark} is not tied to a demand for {MarkVersion}");
        CheckNameIsItsOwn(symbol, Mark);
        return (symbol, demand, Older(symbol, demand, MarkVersion, OlderMarkVersion));
    }

    /// <summary>Finds the wait and its demand; null where the library has none, or one of the first version.</summary>
    private (ulong Symbol, VersionNeed Demand, VersionNeed Older)? FindWait() =>
        FindSymbol(Wait) is { } symbol && DemandOf(symbol, WaitVersion) is { } demand
            ? (symbol, demand, Older(symbol, demand, WaitVersion, OlderWaitVersion))
            : null;

    private ulong? FindSymbol(string name)
    {
        for (var i = 0ul; i < _symbols.Count; i++)
        {
            if (_symbols.IsUndefined(i) && _strings.Is(_symbols.Name(i), name))
                return i;
        }

        return null;
    }

    private VersionNeed? DemandOf(ulong symbol, string version) =>
        Find(need => need.Number == _symbols.Version(symbol) && _strings.Is(need.Name, version));

    /// <summary>Returns the demand for an older version of the same library, where no other symbol needs the newer one.</summary>
    private VersionNeed Older(ulong symbol, VersionNeed demand, string version, string olderVersion)
    {
        var older = Find(need => need.Library == demand.Library && _strings.Is(need.Name, olderVersion))
            ?? throw _file.Refusal($"demands no {olderVersion} beside {version}");
        for (var i = 0ul; i < _symbols.Count; i++)
        {
            if (i != symbol && _symbols.Version(i) == _symbols.Version(symbol))
                throw _file.Refusal($"symbol {i} needs {version} as well");
        }

        return older;
    }

    private VersionNeed? Find(Func<VersionNeed, bool> matches)
    {
        foreach (var need in _needs)
        {
            if (matches(need))
                return need;
        }

        return null;
    }

    private void CheckNameIsItsOwn(ulong symbol, string text)
    {
        var name = _symbols.Name(symbol);
        for (var i = 0ul; i < _symbols.Count; i++)
        {
            if (i != symbol && _symbols.Name(i) >= name && _symbols.Name(i) - name <= text.Length)
                throw _file.Refusal($"symbol {i} shares its name's bytes with {text}");
        }
    }
}
