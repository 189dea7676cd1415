namespace Weir.Testing;

/// <summary>Files in <c>tests/testdata</c>.</summary>
public static class TestData
{
    /// <summary>Path of a file or folder below it.</summary>
    /// <exception cref="DirectoryNotFoundException">The tests do not run inside the repository.</exception>
    public static string Find(string path)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Weir.slnx")))
            {
                return Path.Combine(folder.FullName, "tests", "testdata", path);
            }
        }

        throw new DirectoryNotFoundException("Weir.slnx is in no folder above the tests.");
    }
}
