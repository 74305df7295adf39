import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkedContentReference;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureNode;
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDMarkedContent;
import org.apache.pdfbox.text.PDFMarkedContentExtractor;
import org.apache.pdfbox.text.TextPosition;

/**
 * The text of PDFs (names on standard input, one a line) as their structure trees give it, read by PDFBox: beside each file
 * NAME.tree with a line for each stretch of text, "Document/P TAB text". A page is read once, so time grows with the pages.
 */
public class StructureText {
    private final Map<PDPage, Map<Integer, String>> pages = new HashMap<>();
    private final PrintWriter out;

    private StructureText(PrintWriter out) {
        this.out = out;
    }

    private static void collect(PDMarkedContent mark, StringBuilder text) {
        for (Object part : mark.getContents()) {
            if (part instanceof TextPosition) {
                text.append(((TextPosition) part).getUnicode());
            } else if (part instanceof PDMarkedContent) {
                collect((PDMarkedContent) part, text);
            }
        }
    }

    private void readPage(PDPage page) throws IOException {
        PDFMarkedContentExtractor extractor = new PDFMarkedContentExtractor();
        extractor.setSuppressDuplicateOverlappingText(false);
        extractor.processPage(page);
        Map<Integer, String> marks = new HashMap<>();
        for (PDMarkedContent mark : extractor.getMarkedContents()) {
            StringBuilder text = new StringBuilder();
            collect(mark, text);
            if (mark.getMCID() >= 0) {
                marks.put(mark.getMCID(), text.toString());
            }
        }
        pages.put(page, marks);
    }

    private void putMark(String path, PDPage page, int number) {
        String text = page == null ? null : pages.get(page).get(number);
        if (text == null) {
            throw new IllegalStateException(path + ": mark " + number + " is not on its page");
        }
        out.println(path + "\t" + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t"));
    }

    private void walk(PDStructureNode node, String path, PDPage page) {
        for (Object kid : node.getKids()) {
            if (kid instanceof PDStructureElement) {
                PDStructureElement element = (PDStructureElement) kid;
                walk(element, path.isEmpty() ? element.getStructureType() : path + "/" + element.getStructureType(),
                    element.getPage());
            } else if (kid instanceof PDMarkedContentReference) {
                PDMarkedContentReference reference = (PDMarkedContentReference) kid;
                putMark(path, reference.getPage() == null ? page : reference.getPage(), reference.getMCID());
            } else if (kid instanceof Integer) {
                putMark(path, page, (Integer) kid);
            }
        }
    }

    private static void read(String name) throws IOException {
        try (PDDocument pdf = Loader.loadPDF(new File(name));
             PrintWriter out = new PrintWriter(name + ".tree", StandardCharsets.UTF_8)) {
            StructureText tree = new StructureText(out);
            for (PDPage page : pdf.getPages()) {
                tree.readPage(page);
            }
            tree.walk(pdf.getDocumentCatalog().getStructureTreeRoot(), "", null);
        }
    }

    public static void main(String[] args) throws IOException {
        BufferedReader names = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String name = names.readLine(); name != null; name = names.readLine()) {
            read(name);
        }
    }
}
