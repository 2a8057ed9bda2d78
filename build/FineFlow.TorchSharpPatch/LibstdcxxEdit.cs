using FineFlow.Core;
using FineFlow.TorchSharpPatch.Elf;

namespace FineFlow.TorchSharpPatch;

/// <summary>
/// Lets TorchSharp's native library load on systems whose libstdc++ is older than that of GCC 13 (Debian 12, Ubuntu 22.04, RHEL 9).
/// </summary>
/// <remarks>
/// A compiler of GCC 13 or later marks every library that includes &lt;iostream&gt; with an undefined
/// <c>std::ios_base_library_init()</c> of version GLIBCXX_3.4.32, and an older libstdc++ makes the loader give up on that version.
/// The mark is never called and no relocation refers to it; it only says "the standard streams are set up by libstdc++ itself".
/// On an older libstdc++ they are set up by libtorch_cpu.so and libc10.so, which carry the classic static initialiser and, being
/// needed by this library, are initialised before it. So two edits are enough, and neither moves a byte:
/// <list type="number">
/// <item>The symbol's name becomes <c>std::get_terminate()</c>: no arguments, no effect, in libstdc++ since GLIBCXX_3.4.20,
/// so it can be found everywhere even by a loader that looks up each symbol. The name is shorter, and undefined symbols are not in the
/// GNU hash table, so no table changes. No other symbol may share the overwritten bytes: that is checked.</item>
/// <item>The demand for GLIBCXX_3.4.32 becomes a second demand for GLIBCXX_3.4.20, which the library has anyway. No other symbol may
/// be tied to the old demand: that is checked.</item>
/// </list>
/// </remarks>
internal static class LibstdcxxEdit
{
    private const string Symbol = "_ZSt21ios_base_library_initv", Version = "GLIBCXX_3.4.32";
    private const string OlderSymbol = "_ZSt13get_terminatev", OlderVersion = "GLIBCXX_3.4.20";

    /// <summary>Edits <paramref name="bytes"/> in place.</summary>
    /// <param name="source">The file's name, for the message of a refusal.</param>
    /// <param name="bytes">The whole file; unchanged unless true is returned.</param>
    /// <returns>Whether the library needed the edit.</returns>
    /// <exception cref="BadInputException">A file that is not understood completely.</exception>
    public static bool Apply(string source, byte[] bytes)
    {
        var file = new ElfBytes(source, bytes);
        var segments = new ElfSegments(file);
        var table = new DynamicTable(file, segments);
        var strings = new DynamicStrings(file, segments, table);
        var symbols = new DynamicSymbols(file, segments, table);
        var needs = VersionNeeds.Read(file, segments, table);

        if (FindSymbol(symbols, strings) is not { } symbol)
            return false;

        var demand = Find(needs, need => need.Number == symbols.Version(symbol) && strings.Is(need.Name, Version))
            ?? throw file.Refusal($"{Symbol} is not tied to a demand for {Version}");
        var older = Find(needs, need => need.Library == demand.Library && strings.Is(need.Name, OlderVersion))
            ?? throw file.Refusal($"demands no {OlderVersion} beside {Version}");
        CheckNothingElseChanges(file, symbols, symbol);

        strings.Overwrite(symbols.Name(symbol), Symbol.Length, OlderSymbol);
        demand.Become(older, file);
        return true;
    }

    private static ulong? FindSymbol(DynamicSymbols symbols, DynamicStrings strings)
    {
        for (var i = 0ul; i < symbols.Count; i++)
        {
            if (symbols.IsUndefined(i) && strings.Is(symbols.Name(i), Symbol))
                return i;
        }

        return null;
    }

    private static VersionNeed? Find(List<VersionNeed> needs, Func<VersionNeed, bool> matches)
    {
        foreach (var need in needs)
        {
            if (matches(need))
                return need;
        }

        return null;
    }

    private static void CheckNothingElseChanges(ElfBytes file, DynamicSymbols symbols, ulong edited)
    {
        var name = symbols.Name(edited);
        for (var i = 0ul; i < symbols.Count; i++)
        {
            if (i == edited)
                continue;
            if (symbols.Version(i) == symbols.Version(edited))
                throw file.Refusal($"symbol {i} needs {Version} as well");
            if (symbols.Name(i) >= name && symbols.Name(i) - name <= Symbol.Length)
                throw file.Refusal($"symbol {i} shares its name's bytes with {Symbol}");
        }
    }
}
